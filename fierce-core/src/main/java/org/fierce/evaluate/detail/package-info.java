/** Fine detail left inside the coarse classes, told without fine labels. */
@NullMarked
package org.fierce.evaluate.detail;

import org.jspecify.annotations.NullMarked;
