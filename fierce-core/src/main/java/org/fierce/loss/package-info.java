/**
 * The cross-entropy family, cross-entropy with an entropy reward, and the contrastive losses of two
 * views that are their rivals.
 */
@NullMarked
package org.fierce.loss;

import org.jspecify.annotations.NullMarked;
