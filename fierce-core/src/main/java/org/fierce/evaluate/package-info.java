/** Scores of frozen features; the only package that looks at fine labels. */
@NullMarked
package org.fierce.evaluate;

import org.jspecify.annotations.NullMarked;
