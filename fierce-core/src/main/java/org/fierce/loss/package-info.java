/** The cross-entropy family, and cross-entropy with an entropy reward. */
@NullMarked
package org.fierce.loss;

import org.jspecify.annotations.NullMarked;
