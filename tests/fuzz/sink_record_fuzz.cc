#include <optional>

#include "engine/edges/error.h"
#include "providers/sinks/record.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/targets.h"

// A file with a secret, as dotenv and as JSON.

namespace dgctl::fuzz {
namespace {

std::optional<providers::Record> record_of(std::string text, providers::RecordForm form) {
  try {
    return providers::record_in(text, form);
  } catch (const engine::Error&) {
    return std::nullopt;
  }
}

/// Nothing of a record of somebody else's, which lacks what one of dgctl's has.
std::optional<std::string> text_of_record(const providers::Record& record,
                                          providers::RecordForm form) {
  try {
    return providers::record_text(record.label, record.settings, record.value, form);
  } catch (const engine::Error&) {
    return std::nullopt;
  }
}

void check_record(std::string_view text, providers::RecordForm form) {
  const auto record = record_of(std::string(text), form);
  if (!record) return;
  const auto written = text_of_record(*record, form);
  if (!written) return;
  const auto again = record_of(*written, form);
  require(again && again->label == record->label && again->settings == record->settings,
          "a record is read back as it was written");
  record->value.reveal([&](std::string_view value) {
    again->value.reveal([&](std::string_view other) {
      require(value == other, "a secret is read back as it was written");
    });
  });
}

}  // namespace

void sink_record(std::string_view input) {
  check_record(input, providers::RecordForm::Dotenv);
  check_record(input, providers::RecordForm::Json);
}

}  // namespace dgctl::fuzz
