/**
 * Rows that a model is asked about: read one after the other from files, folders and streams, in
 * memory that does not grow with their number. A newcomer starts at {@link
 * org.fierce.data.rows.RowInputs}.
 */
@NullMarked
package org.fierce.data.rows;

import org.jspecify.annotations.NullMarked;
