"""A contract that is just large enough to hold every kind of change."""

from __future__ import annotations

import copy
from typing import Final

from onepay_core.json_values import JsonObject

_PAGE: Final = {"description": "Payments", "url": "https://example.com/payments"}
_NO_BODY: Final = {"description": "Refused."}


def _json(name: str) -> JsonObject:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


_SCHEMAS: Final[JsonObject] = {
    "Payment": {
        "description": "A payment.",
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "amount", "status", "title"],
        "properties": {
            "id": {"type": "string", "x-unique": True},
            "amount": {"description": "Whole pesos.", "type": "integer", "format": "int64"},
            "status": {"$ref": "#/components/schemas/PaymentStatus"},
            "title": {"type": "string", "maxLength": 60},
            "method": {"$ref": "#/components/schemas/Method"},
            "email": {"type": "string", "x-sensitive": "personal"},
            "created_at": {"type": "string", "format": "date-time"},
            "paid_at": {"type": ["string", "null"], "format": "date-time", "x-changes": "by-itself"},
            "items": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
            "source": {"anyOf": [{"$ref": "#/components/schemas/Card"}, {"$ref": "#/components/schemas/Account"}]},
        },
    },
    "PaymentCreate": {
        "description": "A new payment.",
        "type": "object",
        "additionalProperties": False,
        "required": ["amount", "title"],
        "properties": {
            "amount": {"description": "Whole pesos.", "type": "integer", "format": "int64", "minimum": 1000},
            "title": {"type": "string", "maxLength": 60},
            "phone": {"type": ["string", "null"], "x-sensitive": "personal", "pattern": "^[+][0-9]+$"},
            "method": {"$ref": "#/components/schemas/Method"},
            "kind": {"type": "string", "enum": ["order", "donation"]},
            "metadata": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "anyOf": [{"required": ["phone"]}, {"required": ["metadata"]}],
    },
    "PaymentStatus": {"description": "A state.", "type": "string", "enum": ["pending", "approved"]},
    "Method": {"description": "A way to pay.", "type": "string", "x-extensible-enum": ["card", "pse"]},
    "Item": {
        "description": "A line of an order.",
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {"name": {"type": "string"}, "count": {"type": "integer", "format": "int32"}},
    },
    "Card": {
        "description": "A card.",
        "type": "object",
        "additionalProperties": False,
        "required": ["number"],
        "properties": {"number": {"type": "string", "x-sensitive": "secret"}},
    },
    "Account": {
        "description": "An account.",
        "type": "object",
        "additionalProperties": False,
        "required": ["bank"],
        "properties": {"bank": {"type": "string"}},
    },
    "Withdrawal": {
        "description": "Money to the company's own account.",
        "type": "object",
        "additionalProperties": False,
        "required": [],
        "properties": {
            "amount": {"description": "Whole pesos; all of it without.", "type": "integer", "x-null": "refused"}
        },
    },
    "PaymentEvent": {
        "description": "News of a payment.",
        "type": "object",
        "additionalProperties": False,
        "required": ["event", "data"],
        "properties": {"event": {"type": "string"}, "data": {"$ref": "#/components/schemas/EventPayment"}},
    },
    "EventPayment": {
        "description": "The payment that the news is about.",
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "status"],
        "properties": {
            "id": {"type": "string"},
            "status": {"type": "string", "x-extensible-enum": ["approved", "declined"]},
            "email": {"type": "string", "x-sensitive": "personal"},
        },
    },
}

_DOCUMENT: Final[JsonObject] = {
    "openapi": "3.1.0",
    "info": {"title": "A small payments API", "version": "1.0.0"},
    "servers": [{"url": "https://api.example.com/v1"}],
    "security": [{"SecretKey": []}],
    "tags": [{"name": "payments"}, {"name": "balances"}],
    "paths": {
        "/payments": {
            "get": {
                "operationId": "payments_list",
                "summary": "List payments",
                "tags": ["payments"],
                "x-evidence": "documented",
                "externalDocs": _PAGE,
                "parameters": [
                    {"name": "page", "in": "query", "required": False, "schema": {"type": "integer", "minimum": 1}},
                    {"name": "status", "in": "query", "schema": {"$ref": "#/components/schemas/PaymentStatus"}},
                ],
                "responses": {
                    "200": {
                        "description": "A page.",
                        "headers": {"X-Total": {"required": True, "schema": {"type": "integer"}}},
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Payment"}}
                            }
                        },
                    },
                    "401": _NO_BODY,
                },
            },
            "post": {
                "operationId": "payments_create",
                "summary": "Create a payment",
                "tags": ["payments"],
                "x-evidence": "documented",
                "externalDocs": _PAGE,
                "x-status-evidence": {"201": "documented", "401": "documented"},
                "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {"required": True, "content": _json("PaymentCreate")},
                "responses": {
                    "201": {"description": "The payment.", "content": _json("Payment")},
                    "401": _NO_BODY,
                    "422": _NO_BODY,
                },
            },
        },
        "/payments/{payment_id}": {
            "get": {
                "operationId": "payments_get",
                "summary": "Get a payment",
                "tags": ["payments"],
                "x-evidence": "documented",
                "externalDocs": _PAGE,
                "parameters": [{"name": "payment_id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {"200": {"description": "The payment.", "content": _json("Payment")}, "404": _NO_BODY},
            },
            "delete": {
                "operationId": "payments_delete",
                "summary": "Cancel a payment",
                "tags": ["payments"],
                "x-moves-money": False,
                "x-evidence": "documented",
                "externalDocs": _PAGE,
                "parameters": [{"name": "payment_id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {"204": {"description": "Cancelled."}, "404": _NO_BODY},
            },
        },
        "/balances": {
            "post": {
                "operationId": "balances_withdraw",
                "summary": "Withdraw money",
                "tags": ["balances"],
                "x-evidence": "documented",
                "externalDocs": _PAGE,
                "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {"required": False, "content": _json("Withdrawal")},
                "responses": {"200": {"description": "Under way."}, "422": _NO_BODY},
            },
        },
    },
    "webhooks": {
        "payment.approved": {
            "post": {
                "operationId": "webhook_payment_approved",
                "summary": "Hear that a payment was approved",
                "tags": ["payments"],
                "x-evidence": "documented",
                "security": [],
                "parameters": [{"name": "X-Token", "in": "header", "required": True, "schema": {"type": "string"}}],
                "requestBody": {"required": True, "content": _json("PaymentEvent")},
                "responses": {"2XX": {"description": "Taken."}},
            }
        }
    },
    "components": {
        "parameters": {
            "IdempotencyKey": {
                "name": "x-idempotency",
                "in": "header",
                "required": True,
                "description": "Names one intention.",
                "schema": {"type": "string"},
            }
        },
        "securitySchemes": {
            "SecretKey": {"type": "http", "scheme": "bearer"},
            "PublicKey": {"type": "apiKey", "in": "header", "name": "X-Public-Key"},
        },
        "schemas": _SCHEMAS,
    },
}


def sample() -> JsonObject:
    """A contract of its own for each test."""
    return copy.deepcopy(_DOCUMENT)
