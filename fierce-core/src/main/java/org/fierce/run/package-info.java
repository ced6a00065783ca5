/** The files of a run folder. */
@NullMarked
package org.fierce.run;

import org.jspecify.annotations.NullMarked;
