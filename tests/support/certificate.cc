#include "tests/support/certificate.h"

#include <cstdio>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

namespace dgctl::tests {
namespace {

template <typename Result>
Result checked(Result result) {
  if (!result) throw std::runtime_error("libcrypto cannot make a certificate");
  return result;
}

void extend(X509& certificate, X509& issuer, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = checked(X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str()));
  checked(X509_add_ext(&certificate, extension, -1));
  X509_EXTENSION_free(extension);
}

Identity blank(const char* name, long from_day, long to_day) {
  constexpr long kDay = 24L * 60 * 60;
  Identity made;
  // As EVP_EC_gen does, whose cast clang warns of.
  made.key.reset(checked(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")));
  made.certificate.reset(checked(X509_new()));
  X509* certificate = made.certificate.get();
  checked(X509_set_version(certificate, 2));  // counted from 0
  long serial = 0;
  checked(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), 4));
  checked(ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial));
  checked(X509_gmtime_adj(X509_getm_notBefore(certificate), from_day * kDay));
  checked(X509_gmtime_adj(X509_getm_notAfter(certificate), to_day * kDay));
  checked(X509_set_pubkey(certificate, made.key.get()));
  checked(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate),
                                     "CN",
                                     MBSTRING_UTF8,
                                     reinterpret_cast<const unsigned char*>(name),
                                     -1,
                                     -1,
                                     0));
  return made;
}

void sign_by(Identity& identity, X509& issuer, EVP_PKEY& key) {
  checked(X509_set_issuer_name(identity.certificate.get(), X509_get_subject_name(&issuer)));
  checked(X509_sign(identity.certificate.get(), &key, EVP_sha256()));
}

void write_certificate(const std::filesystem::path& path, X509& certificate) {
  FILE* file = std::fopen(path.c_str(), "we");
  if (file == nullptr) throw std::runtime_error("cannot write " + path.string());
  checked(PEM_write_X509(file, &certificate));
  std::fclose(file);
}

}  // namespace

Authority::Authority(const char* name) {
  std::string pattern = (std::filesystem::temp_directory_path() / "dgctl-tls-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a folder");
  folder_ = pattern;
  own_ = blank(name, -400, 400);
  X509& certificate = *own_.certificate;
  extend(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
  extend(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(certificate, certificate, NID_subject_key_identifier, "hash");
  sign_by(own_, certificate, *own_.key);
  write_certificate(folder_ / "authority.pem", certificate);
}

Authority::~Authority() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Identity Authority::sign(const std::string& names, long from_day, long to_day) const {
  Identity made = blank("a server", from_day, to_day);
  extend(*made.certificate, *own_.certificate, NID_subject_alt_name, names);
  sign_by(made, *own_.certificate, *own_.key);
  return made;
}

std::filesystem::path Authority::write(const Identity& identity) {
  write_certificate(folder_ / "certificate.pem", *identity.certificate);
  FILE* file = std::fopen((folder_ / "key.pem").c_str(), "we");
  if (file == nullptr) throw std::runtime_error("cannot write a key");
  checked(PEM_write_PrivateKey(file, identity.key.get(), nullptr, nullptr, 0, nullptr, nullptr));
  std::fclose(file);
  return folder_;
}

Identity self_signed(const std::string& names) {
  Identity made = blank("a server on its own", -1, 30);
  extend(*made.certificate, *made.certificate, NID_subject_alt_name, names);
  sign_by(made, *made.certificate, *made.key);
  return made;
}

}  // namespace dgctl::tests
