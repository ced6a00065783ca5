/** Pictures decoded to bytes, from files in a folder or a zip. */
@NullMarked
package org.fierce.data.picture;

import org.jspecify.annotations.NullMarked;
