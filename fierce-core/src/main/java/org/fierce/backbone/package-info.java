/** Networks that turn a batch of inputs into features and coarse logits. */
@NullMarked
package org.fierce.backbone;

import org.jspecify.annotations.NullMarked;
