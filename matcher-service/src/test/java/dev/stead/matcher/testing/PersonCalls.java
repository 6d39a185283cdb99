package dev.stead.matcher.testing;

import com.nimbusds.jwt.SignedJWT;
import dev.stead.matcher.v1.AddTemplateRequest;
import dev.stead.matcher.v1.Decision;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.EraseSubjectRequest;
import dev.stead.matcher.v1.EraseSubjectResponse;
import dev.stead.matcher.v1.Gallery;
import dev.stead.matcher.v1.GetGalleryRequest;
import dev.stead.matcher.v1.GetSubjectRequest;
import dev.stead.matcher.v1.Sample;
import dev.stead.matcher.v1.VerifyErasureRequest;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Caller;
import io.grpc.StatusRuntimeException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * All that somebody with a token can ask the matcher, and the answers as text. What is random, or is the person's own name, is replaced:
 * two people whose answers are alike cannot be told apart.
 */
public final class PersonCalls {
    private final MatcherBed bed;
    private final Requests requests;
    private final Caller.Person person;
    private final List<String> answers = new ArrayList<>();

    public PersonCalls(MatcherBed bed, Requests requests, String person) {
        this.bed = bed;
        this.requests = requests;
        this.person = new Caller.Person(person);
    }

    public List<String> answers() {
        return List.copyOf(answers);
    }

    public EnrolSubjectRequest enrolment(Sample... samples) {
        return requests.enrol("", 0)
                .clearSamples()
                .addAllSamples(List.of(samples))
                .build();
    }

    public PersonCalls enrol(EnrolSubjectRequest request) {
        return ask("EnrolSubject", () -> bed.enrolment(person).enrolSubject(request));
    }

    public PersonCalls add(Sample sample) {
        var request = AddTemplateRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setGalleryId("people")
                .setSample(sample)
                .build();
        return ask("AddTemplate", () -> bed.enrolment(person).addTemplate(request))
                .ask("a repeat", () -> bed.enrolment(person).addTemplate(request));
    }

    public PersonCalls read() {
        return ask(
                "GetSubject",
                () -> bed.enrolment(person)
                        .getSubject(GetSubjectRequest.newBuilder()
                                .setGalleryId("people")
                                .build()));
    }

    public PersonCalls verify(Sample sample) {
        return ask(
                "Verify",
                () -> readable(bed.identification(person)
                        .verify(VerifyRequest.newBuilder()
                                .setGalleryId("people")
                                .setCaptureNonce(Requests.nonce())
                                .setSample(sample)
                                .build())
                        .getDecision()));
    }

    /** What has changed of the gallery since another look at it. */
    public PersonCalls compare(Gallery before) {
        return ask("GetGallery", () -> {
            Gallery now = gallery();
            return "subjects " + (now.getSubjectCount() - before.getSubjectCount())
                    + " templates " + (now.getTemplateCount() - before.getTemplateCount())
                    + " epoch " + (now.getEpoch() - before.getEpoch());
        });
    }

    public Gallery gallery() {
        return bed.enrolment(person)
                .getGallery(
                        GetGalleryRequest.newBuilder().setGalleryId("people").build())
                .getGallery();
    }

    /** Erases the person with a proof, so that they may enrol themselves again at once. */
    public PersonCalls erase(Sample proof) {
        var request = EraseSubjectRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setGalleryId("people")
                .setProof(proof)
                .setCaptureNonce(Requests.nonce())
                .build();
        return ask("EraseSubject", () -> {
            EraseSubjectResponse erased = bed.enrolment(person).eraseSubject(request);
            String receipt = erased.getReceipt().getReceiptId();
            return (erased + " " + bed.enrolment(person).eraseSubject(request) + " "
                            + bed.enrolment(person)
                                    .verifyErasure(VerifyErasureRequest.newBuilder()
                                            .setReceiptId(receipt)
                                            .build()))
                    .replace(receipt, "[receipt]");
        });
    }

    private PersonCalls ask(String method, Supplier<?> call) {
        String answer;
        try {
            answer = call.get().toString();
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e).orElseThrow();
            answer = problem.code() + " " + problem.reason() + " " + problem.message() + " " + problem.metadata();
        }
        answers.add(method + ": " + answer.replace(person.personId(), "[person]"));
        return this;
    }

    /** The claims of the assertion, without those that no two assertions share. */
    private static String readable(Decision decision) {
        if (!decision.hasIdentified()) {
            return decision.toString();
        }
        try {
            var jwt = SignedJWT.parse(decision.getIdentified().getAssertion().getJws());
            var claims = new TreeMap<>(jwt.getJWTClaimsSet().getClaims());
            for (String random : List.of("jti", "enr", "non")) {
                claims.computeIfPresent(random, (_, value) -> value.toString().length());
            }
            return jwt.getHeader() + " " + claims + " "
                    + decision.getIdentified().getAssertion().getExpireTime();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }
}
