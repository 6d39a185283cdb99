package dev.stead.matcher.domain;

/** When a person who was erased may enrol themselves again. */
public enum Reenrolment {
    AT_ONCE,
    /** After the waiting time. An operator may enrol them before. */
    WAITS
}
