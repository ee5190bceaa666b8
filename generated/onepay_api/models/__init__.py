"""The objects of the API; each is imported when it is first used."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .account import Account
    from .account_create import AccountCreate
    from .account_event import AccountEvent
    from .account_event_envelope import AccountEventEnvelope
    from .account_event_name import AccountEventName
    from .account_event_notice import AccountEventNotice
    from .account_method import AccountMethod
    from .account_page import AccountPage
    from .account_status import AccountStatus
    from .account_subtype import AccountSubtype
    from .account_validate import AccountValidate
    from .account_validation import AccountValidation
    from .allows import Allows
    from .attempt_remark import AttemptRemark
    from .attempt_remark_code import AttemptRemarkCode
    from .balance import Balance
    from .balance_cashout import BalanceCashout
    from .balance_cashout_account import BalanceCashoutAccount
    from .balance_cashout_create import BalanceCashoutCreate
    from .balance_cashout_status import BalanceCashoutStatus
    from .balance_withdraw import BalanceWithdraw
    from .bank import Bank
    from .bank_account_type import BankAccountType
    from .bank_detailed import BankDetailed
    from .bank_list import BankList
    from .bank_page import BankPage
    from .billing_frequency import BillingFrequency
    from .bre_b_charge import BreBCharge
    from .bre_b_charge_create import BreBChargeCreate
    from .bre_b_key import BreBKey
    from .bre_b_qr import BreBQr
    from .card import Card
    from .card_action import CardAction
    from .card_action_name import CardActionName
    from .card_authentication import CardAuthentication
    from .card_authentication_eci import CardAuthenticationEci
    from .card_authentication_status import CardAuthenticationStatus
    from .card_brand import CardBrand
    from .card_create import CardCreate
    from .card_list import CardList
    from .card_meta_page import CardMetaPage
    from .card_method import CardMethod
    from .card_method_type import CardMethodType
    from .card_page import CardPage
    from .card_sort import CardSort
    from .card_type import CardType
    from .cashout import Cashout
    from .cashout_create import CashoutCreate
    from .cashout_event import CashoutEvent
    from .cashout_event_envelope import CashoutEventEnvelope
    from .cashout_event_name import CashoutEventName
    from .cashout_event_notice import CashoutEventNotice
    from .cashout_method import CashoutMethod
    from .cashout_snapshot import CashoutSnapshot
    from .cashout_snapshot_status import CashoutSnapshotStatus
    from .cashout_status import CashoutStatus
    from .charge import Charge
    from .charge_cancellation import ChargeCancellation
    from .charge_create import ChargeCreate
    from .charge_event import ChargeEvent
    from .charge_event_envelope import ChargeEventEnvelope
    from .charge_event_name import ChargeEventName
    from .charge_event_notice import ChargeEventNotice
    from .charge_intent import ChargeIntent
    from .charge_intent_method_type import ChargeIntentMethodType
    from .charge_intent_status import ChargeIntentStatus
    from .charge_page import ChargePage
    from .charge_resolution import ChargeResolution
    from .charge_resolve import ChargeResolve
    from .charge_resolve_action import ChargeResolveAction
    from .charge_source import ChargeSource
    from .charge_status import ChargeStatus
    from .city import City
    from .city_list import CityList
    from .city_page import CityPage
    from .city_sort import CitySort
    from .company import Company
    from .company_account import CompanyAccount
    from .company_account_type import CompanyAccountType
    from .company_address import CompanyAddress
    from .company_create import CompanyCreate
    from .company_document_set import CompanyDocumentSet
    from .company_owner import CompanyOwner
    from .company_owner_document_type import CompanyOwnerDocumentType
    from .company_retention import CompanyRetention
    from .company_status import CompanyStatus
    from .company_type import CompanyType
    from .complex_payment import ComplexPayment
    from .connect_link import ConnectLink
    from .connect_link_create import ConnectLinkCreate
    from .connect_link_event import ConnectLinkEvent
    from .connect_link_event_envelope import ConnectLinkEventEnvelope
    from .connect_link_event_name import ConnectLinkEventName
    from .connect_link_event_notice import ConnectLinkEventNotice
    from .connect_link_payment_method import ConnectLinkPaymentMethod
    from .connect_link_snapshot import ConnectLinkSnapshot
    from .created_payment import CreatedPayment
    from .currency import Currency
    from .customer import Customer
    from .customer_account_page import CustomerAccountPage
    from .customer_card_page import CustomerCardPage
    from .customer_create import CustomerCreate
    from .customer_document_type import CustomerDocumentType
    from .customer_otp_request import CustomerOtpRequest
    from .customer_otp_verify import CustomerOtpVerify
    from .customer_page import CustomerPage
    from .customer_session import CustomerSession
    from .customer_snapshot import CustomerSnapshot
    from .customer_summary import CustomerSummary
    from .daviplata_document_type import DaviplataDocumentType
    from .daviplata_request_confirm import DaviplataRequestConfirm
    from .daviplata_request_create import DaviplataRequestCreate
    from .decline_code import DeclineCode
    from .decline_remark import DeclineRemark
    from .direct_debit import DirectDebit
    from .direct_debit_link import DirectDebitLink
    from .direct_debit_link_create import DirectDebitLinkCreate
    from .direct_debit_page import DirectDebitPage
    from .direct_debit_status import DirectDebitStatus
    from .document_type import DocumentType
    from .error_code import ErrorCode
    from .error_code_holder import ErrorCodeHolder
    from .error_code_name import ErrorCodeName
    from .error_detail import ErrorDetail
    from .error_listing import ErrorListing
    from .error_reply import ErrorReply
    from .event_environment import EventEnvironment
    from .event_header import EventHeader
    from .event_name import EventName
    from .event_payment import EventPayment
    from .field_error import FieldError
    from .field_error_map import FieldErrorMap
    from .invoice import Invoice
    from .invoice_create import InvoiceCreate
    from .invoice_delete import InvoiceDelete
    from .invoice_delete_reason import InvoiceDeleteReason
    from .invoice_event import InvoiceEvent
    from .invoice_event_envelope import InvoiceEventEnvelope
    from .invoice_event_name import InvoiceEventName
    from .invoice_event_notice import InvoiceEventNotice
    from .invoice_page import InvoicePage
    from .invoice_snapshot import InvoiceSnapshot
    from .invoice_status import InvoiceStatus
    from .invoice_summary import InvoiceSummary
    from .invoice_update import InvoiceUpdate
    from .issuing_card import IssuingCard
    from .issuing_card_address import IssuingCardAddress
    from .issuing_card_address_create import IssuingCardAddressCreate
    from .issuing_card_create import IssuingCardCreate
    from .issuing_card_status import IssuingCardStatus
    from .issuing_card_type import IssuingCardType
    from .issuing_card_update import IssuingCardUpdate
    from .issuing_card_updated import IssuingCardUpdated
    from .issuing_card_updated_address import IssuingCardUpdatedAddress
    from .legacy_payer import LegacyPayer
    from .legacy_payment_snapshot import LegacyPaymentSnapshot
    from .metadata import Metadata
    from .metadata_entry import MetadataEntry
    from .metadata_entry_map import MetadataEntryMap
    from .metadata_map import MetadataMap
    from .nequi_request_create import NequiRequestCreate
    from .page_meta import PageMeta
    from .partial_payment import PartialPayment
    from .partial_payment_charge import PartialPaymentCharge
    from .partial_payment_config import PartialPaymentConfig
    from .payment import Payment
    from .payment_attempt import PaymentAttempt
    from .payment_attempt_list import PaymentAttemptList
    from .payment_attempt_page import PaymentAttemptPage
    from .payment_attempt_status import PaymentAttemptStatus
    from .payment_company import PaymentCompany
    from .payment_create import PaymentCreate
    from .payment_event import PaymentEvent
    from .payment_event_envelope import PaymentEventEnvelope
    from .payment_event_name import PaymentEventName
    from .payment_event_notice import PaymentEventNotice
    from .payment_intent import PaymentIntent
    from .payment_intent_page import PaymentIntentPage
    from .payment_intent_sort import PaymentIntentSort
    from .payment_intent_source import PaymentIntentSource
    from .payment_intent_source_type import PaymentIntentSourceType
    from .payment_intent_status import PaymentIntentStatus
    from .payment_method import PaymentMethod
    from .payment_method_snapshot import PaymentMethodSnapshot
    from .payment_method_type import PaymentMethodType
    from .payment_mirror import PaymentMirror
    from .payment_notice import PaymentNotice
    from .payment_page import PaymentPage
    from .payment_resend import PaymentResend
    from .payment_snapshot import PaymentSnapshot
    from .payment_snapshot_status import PaymentSnapshotStatus
    from .payment_status import PaymentStatus
    from .plan import Plan
    from .plan_create import PlanCreate
    from .plan_cycle_type import PlanCycleType
    from .plan_feature import PlanFeature
    from .plan_page import PlanPage
    from .plan_update import PlanUpdate
    from .pse_charge import PseCharge
    from .pse_charge_create import PseChargeCreate
    from .remarks import Remarks
    from .request_to_pay_intent import RequestToPayIntent
    from .request_to_pay_source import RequestToPaySource
    from .request_to_pay_status import RequestToPayStatus
    from .session_bank import SessionBank
    from .session_card import SessionCard
    from .session_charge import SessionCharge
    from .session_charge_attempt import SessionChargeAttempt
    from .session_charge_attempt_status import SessionChargeAttemptStatus
    from .session_charge_create import SessionChargeCreate
    from .session_charge_status import SessionChargeStatus
    from .session_customer import SessionCustomer
    from .session_payment_method_list import SessionPaymentMethodList
    from .session_payment_method_set import SessionPaymentMethodSet
    from .session_wallet import SessionWallet
    from .session_wallet_subtype import SessionWalletSubtype
    from .split import Split
    from .split_create import SplitCreate
    from .split_type import SplitType
    from .split_value import SplitValue
    from .state import State
    from .state_list import StateList
    from .state_page import StatePage
    from .subscription import Subscription
    from .subscription_create import SubscriptionCreate
    from .subscription_customer import SubscriptionCustomer
    from .subscription_event import SubscriptionEvent
    from .subscription_event_envelope import SubscriptionEventEnvelope
    from .subscription_event_name import SubscriptionEventName
    from .subscription_event_notice import SubscriptionEventNotice
    from .subscription_page import SubscriptionPage
    from .subscription_payment_mode import SubscriptionPaymentMode
    from .subscription_status import SubscriptionStatus
    from .template import Template
    from .template_category import TemplateCategory
    from .template_list import TemplateList
    from .template_page import TemplatePage
    from .template_status import TemplateStatus
    from .tokenized_card import TokenizedCard
    from .tokenized_card_create import TokenizedCardCreate
    from .trial import Trial
    from .trial_create import TrialCreate
    from .user_type import UserType
    from .utility_payment_create import UtilityPaymentCreate
    from .utility_provider import UtilityProvider
    from .utility_provider_page import UtilityProviderPage
    from .wallet import Wallet
    from .wallet_node_type import WalletNodeType
    from .wallet_top_up import WalletTopUp
    from .wallet_top_up_create import WalletTopUpCreate
    from .wallet_transaction import WalletTransaction
    from .wallet_transaction_page import WalletTransactionPage
    from .wallet_transaction_subtype import WalletTransactionSubtype
    from .wallet_transaction_type import WalletTransactionType
    from .webhook_endpoint import WebhookEndpoint
    from .webhook_endpoint_create import WebhookEndpointCreate
    from .webhook_endpoint_envelope import WebhookEndpointEnvelope
    from .webhook_endpoint_page import WebhookEndpointPage
    from .webhook_endpoint_update import WebhookEndpointUpdate
    from .webhook_endpoint_with_secret import WebhookEndpointWithSecret
    from .webhook_endpoint_with_secret_envelope import WebhookEndpointWithSecretEnvelope

_MODULES = {
    "Account": "account",
    "AccountCreate": "account_create",
    "AccountEvent": "account_event",
    "AccountEventEnvelope": "account_event_envelope",
    "AccountEventName": "account_event_name",
    "AccountEventNotice": "account_event_notice",
    "AccountMethod": "account_method",
    "AccountPage": "account_page",
    "AccountStatus": "account_status",
    "AccountSubtype": "account_subtype",
    "AccountValidate": "account_validate",
    "AccountValidation": "account_validation",
    "Allows": "allows",
    "AttemptRemark": "attempt_remark",
    "AttemptRemarkCode": "attempt_remark_code",
    "Balance": "balance",
    "BalanceCashout": "balance_cashout",
    "BalanceCashoutAccount": "balance_cashout_account",
    "BalanceCashoutCreate": "balance_cashout_create",
    "BalanceCashoutStatus": "balance_cashout_status",
    "BalanceWithdraw": "balance_withdraw",
    "Bank": "bank",
    "BankAccountType": "bank_account_type",
    "BankDetailed": "bank_detailed",
    "BankList": "bank_list",
    "BankPage": "bank_page",
    "BillingFrequency": "billing_frequency",
    "BreBCharge": "bre_b_charge",
    "BreBChargeCreate": "bre_b_charge_create",
    "BreBKey": "bre_b_key",
    "BreBQr": "bre_b_qr",
    "Card": "card",
    "CardAction": "card_action",
    "CardActionName": "card_action_name",
    "CardAuthentication": "card_authentication",
    "CardAuthenticationEci": "card_authentication_eci",
    "CardAuthenticationStatus": "card_authentication_status",
    "CardBrand": "card_brand",
    "CardCreate": "card_create",
    "CardList": "card_list",
    "CardMetaPage": "card_meta_page",
    "CardMethod": "card_method",
    "CardMethodType": "card_method_type",
    "CardPage": "card_page",
    "CardSort": "card_sort",
    "CardType": "card_type",
    "Cashout": "cashout",
    "CashoutCreate": "cashout_create",
    "CashoutEvent": "cashout_event",
    "CashoutEventEnvelope": "cashout_event_envelope",
    "CashoutEventName": "cashout_event_name",
    "CashoutEventNotice": "cashout_event_notice",
    "CashoutMethod": "cashout_method",
    "CashoutSnapshot": "cashout_snapshot",
    "CashoutSnapshotStatus": "cashout_snapshot_status",
    "CashoutStatus": "cashout_status",
    "Charge": "charge",
    "ChargeCancellation": "charge_cancellation",
    "ChargeCreate": "charge_create",
    "ChargeEvent": "charge_event",
    "ChargeEventEnvelope": "charge_event_envelope",
    "ChargeEventName": "charge_event_name",
    "ChargeEventNotice": "charge_event_notice",
    "ChargeIntent": "charge_intent",
    "ChargeIntentMethodType": "charge_intent_method_type",
    "ChargeIntentStatus": "charge_intent_status",
    "ChargePage": "charge_page",
    "ChargeResolution": "charge_resolution",
    "ChargeResolve": "charge_resolve",
    "ChargeResolveAction": "charge_resolve_action",
    "ChargeSource": "charge_source",
    "ChargeStatus": "charge_status",
    "City": "city",
    "CityList": "city_list",
    "CityPage": "city_page",
    "CitySort": "city_sort",
    "Company": "company",
    "CompanyAccount": "company_account",
    "CompanyAccountType": "company_account_type",
    "CompanyAddress": "company_address",
    "CompanyCreate": "company_create",
    "CompanyDocumentSet": "company_document_set",
    "CompanyOwner": "company_owner",
    "CompanyOwnerDocumentType": "company_owner_document_type",
    "CompanyRetention": "company_retention",
    "CompanyStatus": "company_status",
    "CompanyType": "company_type",
    "ComplexPayment": "complex_payment",
    "ConnectLink": "connect_link",
    "ConnectLinkCreate": "connect_link_create",
    "ConnectLinkEvent": "connect_link_event",
    "ConnectLinkEventEnvelope": "connect_link_event_envelope",
    "ConnectLinkEventName": "connect_link_event_name",
    "ConnectLinkEventNotice": "connect_link_event_notice",
    "ConnectLinkPaymentMethod": "connect_link_payment_method",
    "ConnectLinkSnapshot": "connect_link_snapshot",
    "CreatedPayment": "created_payment",
    "Currency": "currency",
    "Customer": "customer",
    "CustomerAccountPage": "customer_account_page",
    "CustomerCardPage": "customer_card_page",
    "CustomerCreate": "customer_create",
    "CustomerDocumentType": "customer_document_type",
    "CustomerOtpRequest": "customer_otp_request",
    "CustomerOtpVerify": "customer_otp_verify",
    "CustomerPage": "customer_page",
    "CustomerSession": "customer_session",
    "CustomerSnapshot": "customer_snapshot",
    "CustomerSummary": "customer_summary",
    "DaviplataDocumentType": "daviplata_document_type",
    "DaviplataRequestConfirm": "daviplata_request_confirm",
    "DaviplataRequestCreate": "daviplata_request_create",
    "DeclineCode": "decline_code",
    "DeclineRemark": "decline_remark",
    "DirectDebit": "direct_debit",
    "DirectDebitLink": "direct_debit_link",
    "DirectDebitLinkCreate": "direct_debit_link_create",
    "DirectDebitPage": "direct_debit_page",
    "DirectDebitStatus": "direct_debit_status",
    "DocumentType": "document_type",
    "ErrorCode": "error_code",
    "ErrorCodeHolder": "error_code_holder",
    "ErrorCodeName": "error_code_name",
    "ErrorDetail": "error_detail",
    "ErrorListing": "error_listing",
    "ErrorReply": "error_reply",
    "EventEnvironment": "event_environment",
    "EventHeader": "event_header",
    "EventName": "event_name",
    "EventPayment": "event_payment",
    "FieldError": "field_error",
    "FieldErrorMap": "field_error_map",
    "Invoice": "invoice",
    "InvoiceCreate": "invoice_create",
    "InvoiceDelete": "invoice_delete",
    "InvoiceDeleteReason": "invoice_delete_reason",
    "InvoiceEvent": "invoice_event",
    "InvoiceEventEnvelope": "invoice_event_envelope",
    "InvoiceEventName": "invoice_event_name",
    "InvoiceEventNotice": "invoice_event_notice",
    "InvoicePage": "invoice_page",
    "InvoiceSnapshot": "invoice_snapshot",
    "InvoiceStatus": "invoice_status",
    "InvoiceSummary": "invoice_summary",
    "InvoiceUpdate": "invoice_update",
    "IssuingCard": "issuing_card",
    "IssuingCardAddress": "issuing_card_address",
    "IssuingCardAddressCreate": "issuing_card_address_create",
    "IssuingCardCreate": "issuing_card_create",
    "IssuingCardStatus": "issuing_card_status",
    "IssuingCardType": "issuing_card_type",
    "IssuingCardUpdate": "issuing_card_update",
    "IssuingCardUpdated": "issuing_card_updated",
    "IssuingCardUpdatedAddress": "issuing_card_updated_address",
    "LegacyPayer": "legacy_payer",
    "LegacyPaymentSnapshot": "legacy_payment_snapshot",
    "Metadata": "metadata",
    "MetadataEntry": "metadata_entry",
    "MetadataEntryMap": "metadata_entry_map",
    "MetadataMap": "metadata_map",
    "NequiRequestCreate": "nequi_request_create",
    "PageMeta": "page_meta",
    "PartialPayment": "partial_payment",
    "PartialPaymentCharge": "partial_payment_charge",
    "PartialPaymentConfig": "partial_payment_config",
    "Payment": "payment",
    "PaymentAttempt": "payment_attempt",
    "PaymentAttemptList": "payment_attempt_list",
    "PaymentAttemptPage": "payment_attempt_page",
    "PaymentAttemptStatus": "payment_attempt_status",
    "PaymentCompany": "payment_company",
    "PaymentCreate": "payment_create",
    "PaymentEvent": "payment_event",
    "PaymentEventEnvelope": "payment_event_envelope",
    "PaymentEventName": "payment_event_name",
    "PaymentEventNotice": "payment_event_notice",
    "PaymentIntent": "payment_intent",
    "PaymentIntentPage": "payment_intent_page",
    "PaymentIntentSort": "payment_intent_sort",
    "PaymentIntentSource": "payment_intent_source",
    "PaymentIntentSourceType": "payment_intent_source_type",
    "PaymentIntentStatus": "payment_intent_status",
    "PaymentMethod": "payment_method",
    "PaymentMethodSnapshot": "payment_method_snapshot",
    "PaymentMethodType": "payment_method_type",
    "PaymentMirror": "payment_mirror",
    "PaymentNotice": "payment_notice",
    "PaymentPage": "payment_page",
    "PaymentResend": "payment_resend",
    "PaymentSnapshot": "payment_snapshot",
    "PaymentSnapshotStatus": "payment_snapshot_status",
    "PaymentStatus": "payment_status",
    "Plan": "plan",
    "PlanCreate": "plan_create",
    "PlanCycleType": "plan_cycle_type",
    "PlanFeature": "plan_feature",
    "PlanPage": "plan_page",
    "PlanUpdate": "plan_update",
    "PseCharge": "pse_charge",
    "PseChargeCreate": "pse_charge_create",
    "Remarks": "remarks",
    "RequestToPayIntent": "request_to_pay_intent",
    "RequestToPaySource": "request_to_pay_source",
    "RequestToPayStatus": "request_to_pay_status",
    "SessionBank": "session_bank",
    "SessionCard": "session_card",
    "SessionCharge": "session_charge",
    "SessionChargeAttempt": "session_charge_attempt",
    "SessionChargeAttemptStatus": "session_charge_attempt_status",
    "SessionChargeCreate": "session_charge_create",
    "SessionChargeStatus": "session_charge_status",
    "SessionCustomer": "session_customer",
    "SessionPaymentMethodList": "session_payment_method_list",
    "SessionPaymentMethodSet": "session_payment_method_set",
    "SessionWallet": "session_wallet",
    "SessionWalletSubtype": "session_wallet_subtype",
    "Split": "split",
    "SplitCreate": "split_create",
    "SplitType": "split_type",
    "SplitValue": "split_value",
    "State": "state",
    "StateList": "state_list",
    "StatePage": "state_page",
    "Subscription": "subscription",
    "SubscriptionCreate": "subscription_create",
    "SubscriptionCustomer": "subscription_customer",
    "SubscriptionEvent": "subscription_event",
    "SubscriptionEventEnvelope": "subscription_event_envelope",
    "SubscriptionEventName": "subscription_event_name",
    "SubscriptionEventNotice": "subscription_event_notice",
    "SubscriptionPage": "subscription_page",
    "SubscriptionPaymentMode": "subscription_payment_mode",
    "SubscriptionStatus": "subscription_status",
    "Template": "template",
    "TemplateCategory": "template_category",
    "TemplateList": "template_list",
    "TemplatePage": "template_page",
    "TemplateStatus": "template_status",
    "TokenizedCard": "tokenized_card",
    "TokenizedCardCreate": "tokenized_card_create",
    "Trial": "trial",
    "TrialCreate": "trial_create",
    "UserType": "user_type",
    "UtilityPaymentCreate": "utility_payment_create",
    "UtilityProvider": "utility_provider",
    "UtilityProviderPage": "utility_provider_page",
    "Wallet": "wallet",
    "WalletNodeType": "wallet_node_type",
    "WalletTopUp": "wallet_top_up",
    "WalletTopUpCreate": "wallet_top_up_create",
    "WalletTransaction": "wallet_transaction",
    "WalletTransactionPage": "wallet_transaction_page",
    "WalletTransactionSubtype": "wallet_transaction_subtype",
    "WalletTransactionType": "wallet_transaction_type",
    "WebhookEndpoint": "webhook_endpoint",
    "WebhookEndpointCreate": "webhook_endpoint_create",
    "WebhookEndpointEnvelope": "webhook_endpoint_envelope",
    "WebhookEndpointPage": "webhook_endpoint_page",
    "WebhookEndpointUpdate": "webhook_endpoint_update",
    "WebhookEndpointWithSecret": "webhook_endpoint_with_secret",
    "WebhookEndpointWithSecretEnvelope": "webhook_endpoint_with_secret_envelope",
}

__all__ = [
    "Account",
    "AccountCreate",
    "AccountEvent",
    "AccountEventEnvelope",
    "AccountEventName",
    "AccountEventNotice",
    "AccountMethod",
    "AccountPage",
    "AccountStatus",
    "AccountSubtype",
    "AccountValidate",
    "AccountValidation",
    "Allows",
    "AttemptRemark",
    "AttemptRemarkCode",
    "Balance",
    "BalanceCashout",
    "BalanceCashoutAccount",
    "BalanceCashoutCreate",
    "BalanceCashoutStatus",
    "BalanceWithdraw",
    "Bank",
    "BankAccountType",
    "BankDetailed",
    "BankList",
    "BankPage",
    "BillingFrequency",
    "BreBCharge",
    "BreBChargeCreate",
    "BreBKey",
    "BreBQr",
    "Card",
    "CardAction",
    "CardActionName",
    "CardAuthentication",
    "CardAuthenticationEci",
    "CardAuthenticationStatus",
    "CardBrand",
    "CardCreate",
    "CardList",
    "CardMetaPage",
    "CardMethod",
    "CardMethodType",
    "CardPage",
    "CardSort",
    "CardType",
    "Cashout",
    "CashoutCreate",
    "CashoutEvent",
    "CashoutEventEnvelope",
    "CashoutEventName",
    "CashoutEventNotice",
    "CashoutMethod",
    "CashoutSnapshot",
    "CashoutSnapshotStatus",
    "CashoutStatus",
    "Charge",
    "ChargeCancellation",
    "ChargeCreate",
    "ChargeEvent",
    "ChargeEventEnvelope",
    "ChargeEventName",
    "ChargeEventNotice",
    "ChargeIntent",
    "ChargeIntentMethodType",
    "ChargeIntentStatus",
    "ChargePage",
    "ChargeResolution",
    "ChargeResolve",
    "ChargeResolveAction",
    "ChargeSource",
    "ChargeStatus",
    "City",
    "CityList",
    "CityPage",
    "CitySort",
    "Company",
    "CompanyAccount",
    "CompanyAccountType",
    "CompanyAddress",
    "CompanyCreate",
    "CompanyDocumentSet",
    "CompanyOwner",
    "CompanyOwnerDocumentType",
    "CompanyRetention",
    "CompanyStatus",
    "CompanyType",
    "ComplexPayment",
    "ConnectLink",
    "ConnectLinkCreate",
    "ConnectLinkEvent",
    "ConnectLinkEventEnvelope",
    "ConnectLinkEventName",
    "ConnectLinkEventNotice",
    "ConnectLinkPaymentMethod",
    "ConnectLinkSnapshot",
    "CreatedPayment",
    "Currency",
    "Customer",
    "CustomerAccountPage",
    "CustomerCardPage",
    "CustomerCreate",
    "CustomerDocumentType",
    "CustomerOtpRequest",
    "CustomerOtpVerify",
    "CustomerPage",
    "CustomerSession",
    "CustomerSnapshot",
    "CustomerSummary",
    "DaviplataDocumentType",
    "DaviplataRequestConfirm",
    "DaviplataRequestCreate",
    "DeclineCode",
    "DeclineRemark",
    "DirectDebit",
    "DirectDebitLink",
    "DirectDebitLinkCreate",
    "DirectDebitPage",
    "DirectDebitStatus",
    "DocumentType",
    "ErrorCode",
    "ErrorCodeHolder",
    "ErrorCodeName",
    "ErrorDetail",
    "ErrorListing",
    "ErrorReply",
    "EventEnvironment",
    "EventHeader",
    "EventName",
    "EventPayment",
    "FieldError",
    "FieldErrorMap",
    "Invoice",
    "InvoiceCreate",
    "InvoiceDelete",
    "InvoiceDeleteReason",
    "InvoiceEvent",
    "InvoiceEventEnvelope",
    "InvoiceEventName",
    "InvoiceEventNotice",
    "InvoicePage",
    "InvoiceSnapshot",
    "InvoiceStatus",
    "InvoiceSummary",
    "InvoiceUpdate",
    "IssuingCard",
    "IssuingCardAddress",
    "IssuingCardAddressCreate",
    "IssuingCardCreate",
    "IssuingCardStatus",
    "IssuingCardType",
    "IssuingCardUpdate",
    "IssuingCardUpdated",
    "IssuingCardUpdatedAddress",
    "LegacyPayer",
    "LegacyPaymentSnapshot",
    "Metadata",
    "MetadataEntry",
    "MetadataEntryMap",
    "MetadataMap",
    "NequiRequestCreate",
    "PageMeta",
    "PartialPayment",
    "PartialPaymentCharge",
    "PartialPaymentConfig",
    "Payment",
    "PaymentAttempt",
    "PaymentAttemptList",
    "PaymentAttemptPage",
    "PaymentAttemptStatus",
    "PaymentCompany",
    "PaymentCreate",
    "PaymentEvent",
    "PaymentEventEnvelope",
    "PaymentEventName",
    "PaymentEventNotice",
    "PaymentIntent",
    "PaymentIntentPage",
    "PaymentIntentSort",
    "PaymentIntentSource",
    "PaymentIntentSourceType",
    "PaymentIntentStatus",
    "PaymentMethod",
    "PaymentMethodSnapshot",
    "PaymentMethodType",
    "PaymentMirror",
    "PaymentNotice",
    "PaymentPage",
    "PaymentResend",
    "PaymentSnapshot",
    "PaymentSnapshotStatus",
    "PaymentStatus",
    "Plan",
    "PlanCreate",
    "PlanCycleType",
    "PlanFeature",
    "PlanPage",
    "PlanUpdate",
    "PseCharge",
    "PseChargeCreate",
    "Remarks",
    "RequestToPayIntent",
    "RequestToPaySource",
    "RequestToPayStatus",
    "SessionBank",
    "SessionCard",
    "SessionCharge",
    "SessionChargeAttempt",
    "SessionChargeAttemptStatus",
    "SessionChargeCreate",
    "SessionChargeStatus",
    "SessionCustomer",
    "SessionPaymentMethodList",
    "SessionPaymentMethodSet",
    "SessionWallet",
    "SessionWalletSubtype",
    "Split",
    "SplitCreate",
    "SplitType",
    "SplitValue",
    "State",
    "StateList",
    "StatePage",
    "Subscription",
    "SubscriptionCreate",
    "SubscriptionCustomer",
    "SubscriptionEvent",
    "SubscriptionEventEnvelope",
    "SubscriptionEventName",
    "SubscriptionEventNotice",
    "SubscriptionPage",
    "SubscriptionPaymentMode",
    "SubscriptionStatus",
    "Template",
    "TemplateCategory",
    "TemplateList",
    "TemplatePage",
    "TemplateStatus",
    "TokenizedCard",
    "TokenizedCardCreate",
    "Trial",
    "TrialCreate",
    "UserType",
    "UtilityPaymentCreate",
    "UtilityProvider",
    "UtilityProviderPage",
    "Wallet",
    "WalletNodeType",
    "WalletTopUp",
    "WalletTopUpCreate",
    "WalletTransaction",
    "WalletTransactionPage",
    "WalletTransactionSubtype",
    "WalletTransactionType",
    "WebhookEndpoint",
    "WebhookEndpointCreate",
    "WebhookEndpointEnvelope",
    "WebhookEndpointPage",
    "WebhookEndpointUpdate",
    "WebhookEndpointWithSecret",
    "WebhookEndpointWithSecretEnvelope",
]


if not TYPE_CHECKING:  # a type checker that sees it would let every misspelt name pass

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        loaded: object = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        globals()[name] = loaded
        return loaded


def __dir__() -> list[str]:
    return sorted(__all__)
