/**
 * Networks as ONNX graphs, written with the JDK alone: the operations that Fierce's networks and
 * readouts are made of, and the wire format of {@code onnx.proto3}.
 */
@NullMarked
package org.fierce.onnx;

import org.jspecify.annotations.NullMarked;
