package dev.stead.systemtests.provider;

import java.util.random.RandomGenerator;

/** How the double answers one call. */
enum Behaviour {
    /** Does it and says so. */
    WELL,
    /** Does it; the line breaks before the answer. */
    ANSWER_LOST,
    /** Does it and says 503. */
    ERROR_BUT_DONE,
    /** Says 429 and does nothing. */
    THROTTLED,
    /** Does it, and answers when the caller may have gone. */
    SLOW,
    /** Receives it twice, from a network that duplicates. */
    TWICE,
    /** Says nothing, and does it a while later. */
    LATE,
    /** Does it; the answer ends after some bytes. */
    CUT,
    /** Declines for good. */
    DECLINED,
    /** Moves and reports a cent less. Never by random: such a settlement waits for a person, and its till with it. */
    WRONG_AMOUNT;

    /** Bad with this probability, and then each kind alike. */
    static Behaviour next(double bad, RandomGenerator random) {
        Behaviour[] all = values();
        return random.nextDouble() >= bad ? WELL : all[1 + random.nextInt(all.length - 2)];
    }
}
