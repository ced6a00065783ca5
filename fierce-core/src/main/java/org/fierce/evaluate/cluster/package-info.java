/** Agreement of clusters with fine classes. */
@NullMarked
package org.fierce.evaluate.cluster;

import org.jspecify.annotations.NullMarked;
