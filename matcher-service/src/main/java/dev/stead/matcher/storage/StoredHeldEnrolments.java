package dev.stead.matcher.storage;

import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.Gallery;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.LookAlikes;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.Subject;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.sql.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What is held in one gallery: rows of the table, and templates in memory. Changed as its gallery is, by one thread at a time. */
final class StoredHeldEnrolments implements Gallery.HeldEnrolments {
    private final IndexedGallery gallery;
    private final GalleryConfig config;
    private final TemplateStore store;
    private final Database database;
    private final HeldTemplates templates;
    private final InstantSource clock;

    StoredHeldEnrolments(IndexedGallery gallery, TemplateStore store, HeldTemplates templates, InstantSource clock) {
        this.gallery = gallery;
        this.config = gallery.config();
        this.store = store;
        this.database = store.database();
        this.templates = templates;
        this.clock = clock;
    }

    /** Reads and opens the templates. */
    void load() {
        database.read(handle -> {
            new GalleryReader(store.keys(), config.id(), config.model()).forEachHeld(handle, templates::put);
            return true;
        });
    }

    @Override
    public List<Enrolment.Held> oldest(int limit) {
        return database.read(handle -> HeldQueries.oldest(handle, config.id(), limit));
    }

    @Override
    public Set<SubjectId> lookingLike(SubjectId subject) {
        return database.read(handle -> HeldQueries.lookingLike(handle, config.id(), subject));
    }

    @Override
    public List<Embedding> templatesOf(SubjectId subject) {
        return templates.of(subject).stream().map(TemplateRow::embedding).toList();
    }

    @Override
    public CandidateList search(Probe probe) {
        return templates.search(probe);
    }

    @Override
    public Subject release(RequestIdentity request, SubjectId subject, LookAlikes lookAlikes) {
        Subject answer = database.write(handle -> {
            EnrolmentQueries.Enrolled enrolled = require(handle, subject);
            HeldQueries.release(handle, enrolled.enrolment());
            LookAlikeQueries.insert(
                    handle, new LookAlikeQueries.Owner(config.id(), enrolled.enrolment()), lookAlikes, clock.instant());
            ActRecorder acts = EnrolmentActs.recorder(handle, clock.instant());
            acts.request(request.requestId());
            EnrolmentActs.record(
                    acts, EnrolmentActs.act("held_enrolment.released", config.id(), enrolled.enrolment()), lookAlikes);
            RequestQueries.record(handle, request, enrolled.subject());
            return enrolled.subject();
        });
        gallery.takeIn(subject, templates.of(subject), lookAlikes);
        templates.release(subject);
        return answer;
    }

    @Override
    public boolean isRejectedBy(RequestIdentity request) {
        return database.read(handle -> RequestQueries.isRecorded(handle, request));
    }

    @Override
    public boolean erase(SubjectId subject, Optional<RequestIdentity> request) {
        boolean whole = templates.isWholeEnrolment(subject);
        database.change(handle -> {
            EnrolmentQueries.Enrolled enrolled = require(handle, subject);
            Optional<ErasureRow> row = Optional.empty();
            if (whole) {
                // Nobody is given its receipt; it is there so that a restored backup does not bring the enrolment back.
                var erased = new TemplateStore.Erased(new Eraser.ByOperator(subject), clock.instant());
                row = Optional.of(store.erase(handle, config.id(), enrolled, erased));
            } else {
                TemplateStore.deleteSecurely(database, handle);
                HeldQueries.erase(handle, enrolled.enrolment());
            }
            ActRecorder acts = EnrolmentActs.recorder(handle, clock.instant());
            request.ifPresent(one -> {
                RequestQueries.record(handle, one);
                acts.request(one.requestId());
            });
            acts.record(EnrolmentActs.act(
                    request.isPresent() ? "held_enrolment.rejected" : "held_enrolment.erased",
                    config.id(),
                    enrolled.enrolment()));
            row.ifPresent(store::list);
        });
        templates.erase(subject);
        if (whole) {
            gallery.forgetLookAlikesOf(subject);
        }
        return whole;
    }

    private EnrolmentQueries.Enrolled require(Handle handle, SubjectId subject) {
        return EnrolmentQueries.find(handle, config.id(), subject)
                .orElseThrow(() -> new IllegalStateException("a subject is held in memory and not in the table"));
    }
}
