/**
 * What a user's own library looks like: a source, a network, an entropy term, a loss, a readout and
 * an evaluator, written from public classes alone and named in {@code
 * META-INF/services/org.fierce.kinds.KindProvider}.
 */
@NullMarked
package org.fierce.extension;

import org.jspecify.annotations.NullMarked;
