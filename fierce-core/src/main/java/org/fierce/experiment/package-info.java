/**
 * The line from files to scores as code: configuration, one run, a comparison of methods over
 * seeds, and the folders they leave behind. It composes; it holds no mathematics.
 */
@NullMarked
package org.fierce.experiment;

import org.jspecify.annotations.NullMarked;
