"""A shop on Flask that charges a stored card, and says in Spanish why it was declined."""

from flask import Flask, Response, jsonify, request

from onepay_client import OnePay, OutcomeUnknown, outcome_of, payer_text


def make_app(client: OnePay) -> Flask:
    """The shop, over a client."""
    app = Flask(__name__)

    @app.post("/charge/<order>")
    def charge(order: str) -> tuple[Response, int]:  # pyright: ignore[reportUnusedFunction] - Flask calls it
        try:
            made = client.charges.create(
                title=f"Pedido {order}",
                amount=int(request.form["amount"]),
                customer_id=request.form["customer"],
                card_id=request.form["card"],
                idempotency_key=f"order-{order}",
            )
        except OutcomeUnknown as error:
            return jsonify({"pending": error.idempotency_key}), 202
        outcome = outcome_of(made)
        return jsonify(
            {
                "paid": outcome.paid,
                "why": payer_text(outcome.code) if outcome.declined else None,
                "charge": made.to_dict(),
            }
        ), 200

    return app
