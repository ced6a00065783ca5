/**
 * Reports: one self-contained HTML file made from the files of a run or comparison folder, and from
 * nothing else.
 */
@NullMarked
package org.fierce.report;

import org.jspecify.annotations.NullMarked;
