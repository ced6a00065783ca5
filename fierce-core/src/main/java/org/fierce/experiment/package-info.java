/**
 * From files to scores as code: the facade {@link org.fierce.experiment.Fierce}, one run, and a run
 * opened again. It puts the other packages together; it holds no mathematics.
 */
@NullMarked
package org.fierce.experiment;

import org.jspecify.annotations.NullMarked;
