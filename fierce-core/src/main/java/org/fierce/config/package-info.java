/** Configurations: YAML, its schema, and the records it becomes. */
@NullMarked
package org.fierce.config;

import org.jspecify.annotations.NullMarked;
