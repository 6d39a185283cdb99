package dev.stead.payment.provider;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Event;
import com.stripe.model.Refund;
import com.stripe.model.StripeObject;
import com.stripe.net.Webhook;
import dev.stead.payment.application.ProviderEvents.Notice;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads Stripe's events: HMAC-SHA256 over the time and the raw body, no older than 300 s, compared in constant time by Stripe's own
 * library. Thread-safe.
 */
public final class StripeWebhook {
    private static final long TOLERANCE_SECONDS = 300;
    private static final String KEY = "stead_key";

    private final String secret;
    private final Clock clock;

    /**
     * Accepts what was signed with this secret.
     *
     * @param clock tells how old a signature is
     */
    public StripeWebhook(String secret, InstantSource clock) {
        this.secret = secret;
        this.clock = clock.withZone(ZoneOffset.UTC);
    }

    /**
     * The notice in a signed body; empty if the signature is not Stripe's, is too old, or signs what is no event.
     *
     * @param signature the header {@code Stripe-Signature}
     */
    public Optional<Notice> read(String body, String signature) {
        try {
            Event event = Webhook.constructEvent(body, signature, secret, TOLERANCE_SECONDS, clock);
            return event == null || event.getId() == null
                    ? Optional.empty()
                    : Optional.of(new Notice("stripe", event.getId(), keys(event)));
        } catch (SignatureVerificationException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static List<String> keys(Event event) {
        try {
            StripeObject about = event.getDataObjectDeserializer().deserializeUnsafe();
            Map<String, String> metadata = switch (about) {
                case Charge charge -> charge.getMetadata();
                case Refund refund -> refund.getMetadata();
                case StripeObject _ -> Map.of();
            };
            String key = metadata == null ? null : metadata.get(KEY);
            return key == null ? List.of() : List.of(key);
        } catch (StripeException e) {
            return List.of();
        }
    }
}
