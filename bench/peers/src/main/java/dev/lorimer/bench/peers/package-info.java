/// Other agent libraries at the same work, for comparison only: nothing of this is shipped.
@org.jspecify.annotations.NullMarked
package dev.lorimer.bench.peers;
