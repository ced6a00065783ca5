/**
 * The kinds of sources, networks, losses, readouts and evaluators that a configuration can name:
 * those of Fierce and those of other libraries, found as a service.
 */
@NullMarked
package org.fierce.kinds;

import org.jspecify.annotations.NullMarked;
