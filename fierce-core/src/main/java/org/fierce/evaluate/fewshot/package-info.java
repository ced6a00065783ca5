/** Accuracy from a handful of labelled rows. */
@NullMarked
package org.fierce.evaluate.fewshot;

import org.jspecify.annotations.NullMarked;
