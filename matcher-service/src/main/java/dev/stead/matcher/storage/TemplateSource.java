package dev.stead.matcher.storage;

/** Whose doing a template is, as its row says. */
enum TemplateSource {
    /** Of the enrolment itself: an anchor. */
    ENROLMENT,
    /** Added later by the person. */
    PERSON,
    /** Added later by an operator. */
    OPERATOR
}
