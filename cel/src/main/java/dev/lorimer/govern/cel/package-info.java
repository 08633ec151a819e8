/// Nothing yet: holds the module's place so that the reactor can be packaged.
@org.jspecify.annotations.NullMarked
package dev.lorimer.govern.cel;
