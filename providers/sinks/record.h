#pragma once

#include <string>

#include "engine/model/lookup.h"
#include "engine/model/secret.h"

// What stands in a file with a secret: environment variables, as dotenv or as a JSON object.

namespace dgctl::providers {

enum class RecordForm { Dotenv, Json };

struct Record {
  engine::SinkLabel label;
  engine::Fields settings;  ///< http_path and catalog, as far as set
  engine::Secret value;
};

/// The text of a file, in memory that never moved. The caller wipes it. Throws engine::Error where
/// the label lacks what a record needs.
std::string record_text(const engine::SinkLabel& label,
                        const engine::Fields& settings,
                        const engine::Secret& value,
                        RecordForm form);

/// The inverse; reads also KEY=VALUE without quotes and with single ones, and what somebody else
/// wrote who knows neither stacks nor secrets' ids: the label is without them then. The caller
/// wipes `text`, of which parts are overwritten. Throws engine::Error that says why it is no
/// record, and quotes nothing of it.
Record record_in(std::string& text, RecordForm form);

}  // namespace dgctl::providers
