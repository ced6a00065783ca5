/** Estimators of the entropy of a batch of features, each a reward: larger means more spread. */
@NullMarked
package org.fierce.entropy;

import org.jspecify.annotations.NullMarked;
