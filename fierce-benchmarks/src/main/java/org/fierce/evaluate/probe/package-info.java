/** What speed needs to see of the evaluators. */
@NullMarked
package org.fierce.evaluate.probe;

import org.jspecify.annotations.NullMarked;
