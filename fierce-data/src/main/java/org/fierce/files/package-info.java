/**
 * Files that appear whole, folders that one process at a time writes to, text read strictly, JSON
 * and safetensors.
 */
@NullMarked
package org.fierce.files;

import org.jspecify.annotations.NullMarked;
