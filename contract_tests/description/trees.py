"""Small descriptions for the tests, written to disk as people would write them."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

import pytest

from onepay_contract import bundling

if TYPE_CHECKING:
    from pathlib import Path

SMALL: Final = {
    "openapi.yaml": """
        openapi: 3.1.0
        info:
          title: A small API
          version: 1.0.0
          description: An API that is just large enough to test with.
        servers:
          - url: https://api.example.com/v1
        security:
          - SecretKey: []
        tags:
          - name: beans
            description: Bags of coffee.
        paths:
          /beans:
            $ref: paths/beans.yaml
          /beans/{bean_id}:
            $ref: paths/beans_{bean_id}.yaml
        webhooks:
          bean:
            $ref: webhooks/bean.yaml
    """,
    "paths/beans.yaml": """
        post:
          operationId: beans_create
          summary: Create a bag
          description: Fills a new bag of coffee.
          tags: [beans]
          x-evidence: documented
          externalDocs:
            description: Create a bag
            url: https://example.com/beans
          x-status-evidence:
            '2XX': documented
            '401': documented
            '409': inferred
            '422': inferred
          parameters:
            - $ref: ../components/parameters/IdempotencyKey.yaml
          requestBody:
            required: true
            content:
              application/json:
                schema:
                  $ref: ../components/schemas/BeanCreate.yaml
                examples:
                  house:
                    $ref: ../components/examples/bean_create.yaml
          responses:
            '2XX':
              description: The new bag.
              content:
                application/json:
                  schema:
                    $ref: ../components/schemas/Bean.yaml
                  examples:
                    house:
                      $ref: ../components/examples/bean.yaml
              links:
                get:
                  operationId: beans_get
                  parameters:
                    bean_id: $response.body#/id
            '401':
              $ref: ../components/responses/Refused.yaml
            '409':
              $ref: ../components/responses/Refused.yaml
            '422':
              $ref: ../components/responses/Refused.yaml
    """,
    "paths/beans_{bean_id}.yaml": """
        get:
          operationId: beans_get
          summary: Get a bag
          description: Returns one bag of coffee.
          tags: [beans]
          x-evidence: observed
          x-source: Observed in a third-party program.
          x-status-evidence:
            '200': observed
            '401': documented
            '404': inferred
          parameters:
            - $ref: ../components/parameters/BeanId.yaml
          responses:
            '200':
              description: The bag asked for.
              content:
                application/json:
                  schema:
                    $ref: ../components/schemas/Bean.yaml
                  examples:
                    house:
                      $ref: ../components/examples/bean.yaml
            '401':
              $ref: ../components/responses/Refused.yaml
            '404':
              $ref: ../components/responses/Refused.yaml
    """,
    "webhooks/bean.yaml": """
        bean.roasted:
          post:
            operationId: hear_bean_roasted
            summary: Hear that a bag was roasted
            description: The bag has left the roaster.
            tags: [beans]
            x-evidence: documented
            externalDocs:
              description: Events
              url: https://example.com/events
            responses:
              '2XX':
                description: The news was heard.
    """,
    "components/parameters/BeanId.yaml": """
        name: bean_id
        in: path
        required: true
        description: Id of the bag.
        schema:
          type: string
          minLength: 1
    """,
    "components/parameters/IdempotencyKey.yaml": """
        name: x-idempotency
        in: header
        required: true
        description: Names this attempt.
        schema:
          type: string
          x-observed: {maxLength: 64}
    """,
    "components/schemas/Bean.yaml": """
        description: A bag of coffee.
        type: object
        additionalProperties: false
        required: [id, amount, roast, label, note]
        properties:
          id:
            description: UUID of the bag.
            type: string
          amount:
            description: Price in whole Colombian pesos.
            type: integer
            format: int64
          roast:
            description: How dark it is.
            $ref: BeanRoast.yaml
          label:
            description: What stands on the bag, in either of its forms.
            $ref: BeanLabel.yaml
          note:
            description: What the roaster says, null when nothing.
            anyOf:
              - $ref: BeanNote.yaml
              - type: 'null'
    """,
    "components/schemas/BeanCreate.yaml": """
        description: A bag to be filled.
        type: object
        additionalProperties: false
        required: [amount]
        x-required-evidence: documented
        properties:
          amount:
            description: Price in whole Colombian pesos.
            type: integer
            format: int64
            x-money: moved
            minimum: 1
          phone:
            description: Number to call when it is ready.
            type: [string, 'null']
            x-sensitive: personal
    """,
    "components/schemas/BeanRoast.yaml": """
        description: Degree of roasting.
        type: string
        enum: [light, dark]
    """,
    "components/schemas/BeanLabel.yaml": """
        description: A note, or several lines of text.
        anyOf:
          - $ref: BeanNote.yaml
          - type: array
            items:
              type: string
    """,
    "components/schemas/BeanNote.yaml": """
        description: Words about coffee, listed by language.
        type: object
        required: []
        additionalProperties:
          type: string
    """,
    "components/schemas/Refusal.yaml": """
        description: What is wrong with a request.
        type: object
        additionalProperties: false
        required: []
        properties:
          message:
            description: Text for a person.
            type: string
    """,
    "components/responses/Refused.yaml": """
        description: The request was refused.
        content:
          application/json:
            schema:
              $ref: ../schemas/Refusal.yaml
            examples:
              refused:
                $ref: ../examples/refusal.yaml
    """,
    "components/examples/bean.yaml": """
        summary: A bag of the house
        value:
          id: 50000000-0000-4000-8000-000000000001
          amount: 42000
          roast: dark
          label: [Alborada, Manizales]
          note: null
    """,
    "components/examples/bean_create.yaml": """
        summary: A bag of the house, ordered
        value:
          amount: 42000
    """,
    "components/examples/refusal.yaml": """
        summary: A refusal
        value:
          message: No hay café.
    """,
    "components/securitySchemes/SecretKey.yaml": """
        type: http
        scheme: bearer
        description: The key of the roastery.
    """,
}


class Tree:
    """A description on disk that a test can spoil; it begins as a small one without fault."""

    def __init__(self, folder: Path) -> None:
        """Write the small description under `folder`."""
        self.root: Final = folder / "openapi"
        for file, text in SMALL.items():
            self.write(file, text)

    def write(self, file: str, text: str) -> None:
        """Write `text`, without its common indentation, into `file`."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace the first `old` in `file`, which must be there, by `new`."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def line_of(self, file: str, text: str) -> int:
        """Return the number of the first line of `file` that holds `text`."""
        lines = (self.root / file).read_text(encoding="utf-8").split("\n")
        return next(number for number, line in enumerate(lines, start=1) if text in line)

    def problems(self) -> list[str]:
        """Return what the bundler has to say against the description, which must be something."""
        with pytest.raises(bundling.BundleError) as caught:
            bundling.bundle(self.root)
        return [str(problem) for problem in caught.value.problems]
