/**
 * The model file, and what answers from it: how a raw row becomes the input of a network, the
 * network itself, and what is made of its outputs. A newcomer starts at {@link
 * org.fierce.model.Predictor}.
 */
@NullMarked
package org.fierce.model;

import org.jspecify.annotations.NullMarked;
