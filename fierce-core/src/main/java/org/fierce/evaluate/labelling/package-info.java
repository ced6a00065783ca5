/** How much so many fine labels a class give: heads fitted on few labelled rows. */
@NullMarked
package org.fierce.evaluate.labelling;

import org.jspecify.annotations.NullMarked;
