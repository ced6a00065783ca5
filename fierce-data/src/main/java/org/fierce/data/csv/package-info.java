/** Tables as text: cells of CSV files, and columns of numbers. */
@NullMarked
package org.fierce.data.csv;

import org.jspecify.annotations.NullMarked;
