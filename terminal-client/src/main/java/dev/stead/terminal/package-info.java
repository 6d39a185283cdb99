/**
 * What a kiosk maker embeds: {@link dev.stead.terminal.SteadTerminal} (who is it, what may they do, do it once), and the same thin
 * front for phones, operators and merchants. Knows the contract and samples; nothing of pictures or models, and no service from inside.
 */
@NullMarked
package dev.stead.terminal;

import org.jspecify.annotations.NullMarked;
