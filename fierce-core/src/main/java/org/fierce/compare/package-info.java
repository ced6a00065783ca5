/** Methods and rivals over seeds at equal budget, and what that shows. */
@NullMarked
package org.fierce.compare;

import org.jspecify.annotations.NullMarked;
