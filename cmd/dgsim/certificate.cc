#include "cmd/dgsim/certificate.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "engine/edges/error.h"

namespace dgctl::cmd {
namespace {

using Key = std::shared_ptr<EVP_PKEY>;
using Cert = std::shared_ptr<X509>;

constexpr long kSecondsPerDay = 24L * 60 * 60;
constexpr long kDays = 30;

/// What libcrypto returned, 1 or a pointer, where it is to be trusted.
template <class Result>
Result checked(Result result, const char* what) {
  if (result) return result;
  const unsigned long code = ERR_get_error();
  const char* reason = ERR_reason_error_string(code);
  throw engine::Error(std::string("cannot make a certificate: ") + what + ": " +
                      (reason != nullptr ? reason : "libcrypto does not say why"));
}

Key new_key() {
  // EVP_EC_gen does this with a cast that drops const.
  std::string curve = "P-256";
  return {checked(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve.data()), "generating a key"),
          EVP_PKEY_free};
}

void extend(X509& certificate, X509& issuer, int id, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
      checked(X509V3_EXT_conf_nid(nullptr, &context, id, value), value), X509_EXTENSION_free);
  checked(X509_add_ext(&certificate, extension.get(), -1), value);
}

/// Version 3, with a random number, dates, names and the key.
Cert blank(EVP_PKEY& key, const char* name, X509* issuer) {
  Cert certificate(checked(X509_new(), "allocating"), X509_free);
  constexpr long kVersion3 = 2;
  constexpr int kSerialBits = 127;
  checked(X509_set_version(certificate.get(), kVersion3), "version");
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> serial(checked(BN_new(), "allocating"),
                                                           BN_free);
  checked(BN_rand(serial.get(), kSerialBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY), "number");
  checked(BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate.get())), "number");
  checked(X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kSecondsPerDay), "date");
  checked(X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kDays * kSecondsPerDay), "date");
  checked(X509_set_pubkey(certificate.get(), &key), "key");
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  for (const auto& [field, text] : {std::pair{"O", "dgsim"}, std::pair{"CN", name}}) {
    checked(
        X509_NAME_add_entry_by_txt(
            subject, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text), -1, -1, 0),
        "name");
  }
  const X509_NAME* by = issuer == nullptr ? subject : X509_get_subject_name(issuer);
  checked(X509_set_issuer_name(certificate.get(), by), "issuer");
  return certificate;
}

void sign(X509& certificate, EVP_PKEY& key) {
  checked(X509_sign(&certificate, &key, EVP_sha256()), "signing");
}

std::string pem_of(X509& certificate) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(
      checked(BIO_new(BIO_s_mem()), "allocating"), BIO_free);
  checked(PEM_write_bio_X509(memory.get(), &certificate), "writing");
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

Certificate make_certificate() {
  const Key authority_key = new_key();
  const Cert authority = blank(*authority_key, "dgsim authority", nullptr);
  extend(*authority, *authority, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  extend(*authority, *authority, NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(*authority, *authority, NID_subject_key_identifier, "hash");
  sign(*authority, *authority_key);

  Certificate made;
  made.key = new_key();
  made.certificate = blank(*made.key, "localhost", authority.get());
  X509& certificate = *made.certificate;
  extend(certificate, *authority, NID_basic_constraints, "critical,CA:FALSE");
  extend(certificate, *authority, NID_key_usage, "critical,digitalSignature");
  extend(certificate, *authority, NID_ext_key_usage, "serverAuth");
  extend(certificate, *authority, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1");
  extend(certificate, *authority, NID_subject_key_identifier, "hash");
  extend(certificate, *authority, NID_authority_key_identifier, "keyid:always");
  sign(certificate, *authority_key);
  made.authority = pem_of(*authority);
  return made;
}

}  // namespace dgctl::cmd
