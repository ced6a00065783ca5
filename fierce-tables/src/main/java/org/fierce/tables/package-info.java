/** Tables in Parquet files, by DuckDB; {@code fierce-data} finds them as a service. */
@NullMarked
package org.fierce.tables;

import org.jspecify.annotations.NullMarked;
