/** Compares methods and rivals over several seeds at equal budget, and says what that shows. */
@NullMarked
package org.fierce.compare;

import org.jspecify.annotations.NullMarked;
