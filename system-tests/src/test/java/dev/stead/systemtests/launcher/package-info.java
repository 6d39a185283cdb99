/** {@code ./stead} as people, cron and systemd start it. */
@NullMarked
package dev.stead.systemtests.launcher;

import org.jspecify.annotations.NullMarked;
