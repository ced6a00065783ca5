/** Random numbers of a seed, in separate streams. */
@NullMarked
package org.fierce.random;

import org.jspecify.annotations.NullMarked;
