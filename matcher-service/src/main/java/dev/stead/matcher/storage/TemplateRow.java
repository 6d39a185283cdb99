package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.SubjectId;
import java.util.UUID;

/** One template as the index needs it. */
record TemplateRow(Name name, Embedding embedding) {

    /** Whose template it is. A template never changes: its id stands for its content. */
    record Name(String enrolment, SubjectId subject, UUID template) {}
}
