package dev.stead.task.domain;

/**
 * Which enrolment of a person an assertion is about, by the id that the matcher gave it: another one after each new enrolment.
 *
 * @param value as {@link Require#id} checks it
 */
public record EnrolmentGeneration(String value) {
    public EnrolmentGeneration {
        Require.id("enr", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
