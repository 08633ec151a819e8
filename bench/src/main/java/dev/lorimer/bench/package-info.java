/// Measurements of the hot paths. Results, with the command that made each, are in `bench/results`.
@NullMarked
package dev.lorimer.bench;

import org.jspecify.annotations.NullMarked;
