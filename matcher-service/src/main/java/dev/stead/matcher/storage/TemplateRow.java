package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.SubjectId;
import java.util.UUID;

/** One template as the index needs it. */
record TemplateRow(Ref ref, Embedding embedding) {

    /** Which template it is, and whose. A template never changes: its id stands for its content. */
    record Ref(String enrolment, SubjectId subject, UUID template) {}
}
