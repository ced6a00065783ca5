/**
 * What a trained model is: how a raw row becomes the input of its network, and what its outputs and
 * features are.
 */
@NullMarked
package org.fierce.model;

import org.jspecify.annotations.NullMarked;
