/** Files that appear whole, and folders that one process at a time writes to. */
@NullMarked
package org.fierce.files;

import org.jspecify.annotations.NullMarked;
