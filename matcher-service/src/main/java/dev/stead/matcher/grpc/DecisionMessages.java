package dev.stead.matcher.grpc;

import dev.stead.matcher.domain.AssertionSigner;
import dev.stead.matcher.domain.Decision;
import dev.stead.matcher.domain.IdentityClaims;
import dev.stead.matcher.domain.IdentityClaims.Assurance;
import dev.stead.matcher.domain.Presentation;
import dev.stead.matcher.v1.Ambiguous;
import dev.stead.matcher.v1.Identified;
import dev.stead.matcher.v1.IdentityAssertion;
import dev.stead.matcher.v1.NotIdentified;
import java.time.InstantSource;

/** Decisions as messages of the contract. Who was identified leaves the matcher only as a signed assertion. Thread-safe. */
public final class DecisionMessages {
    private final AssertionSigner signer;
    private final InstantSource clock;

    public DecisionMessages(AssertionSigner signer, InstantSource clock) {
        this.signer = signer;
        this.clock = clock;
    }

    dev.stead.matcher.v1.Decision of(Decision decision, Presentation presentation, Assurance assurance) {
        return switch (decision) {
            case Decision.Identified identified ->
                presentation
                        .claims(identified.subject(), assurance, clock.instant())
                        .map(this::identified)
                        .orElseGet(DecisionMessages::notIdentified);
            case Decision.Ambiguous _ ->
                dev.stead.matcher.v1.Decision.newBuilder()
                        .setAmbiguous(Ambiguous.getDefaultInstance())
                        .build();
            case Decision.NotIdentified _ -> notIdentified();
        };
    }

    private dev.stead.matcher.v1.Decision identified(IdentityClaims claims) {
        return dev.stead.matcher.v1.Decision.newBuilder()
                .setIdentified(Identified.newBuilder()
                        .setAssertion(IdentityAssertion.newBuilder()
                                .setJws(signer.sign(claims))
                                .setExpireTime(Messages.of(claims.expireTime()))))
                .build();
    }

    private static dev.stead.matcher.v1.Decision notIdentified() {
        return dev.stead.matcher.v1.Decision.newBuilder()
                .setNotIdentified(NotIdentified.getDefaultInstance())
                .build();
    }
}
