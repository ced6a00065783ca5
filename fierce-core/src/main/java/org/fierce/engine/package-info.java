/** The tensor engine: threads, device, and numbers moved in and out. */
@NullMarked
package org.fierce.engine;

import org.jspecify.annotations.NullMarked;
