/**
 * What a person looks at beside the scores: a map of test rows, their nearest training rows, and
 * thumbnails. Nothing here changes a score.
 */
@NullMarked
package org.fierce.illustrate;

import org.jspecify.annotations.NullMarked;
