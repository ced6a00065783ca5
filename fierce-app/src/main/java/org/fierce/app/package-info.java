/** The {@code fierce} program: its entry point. The commands are in {@code cli}. */
@NullMarked
package org.fierce.app;

import org.jspecify.annotations.NullMarked;
