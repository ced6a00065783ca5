/** The paper's experiments and figures. */
@NullMarked
package org.fierce.paper;

import org.jspecify.annotations.NullMarked;
