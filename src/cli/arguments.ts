import * as Args from '@oclif/core/args';

// oclif would take standard input for a missing argument; here it holds manifests or requests.
const ignoreStdin = true;

const name = Args.string({ ignoreStdin, description: 'the name of one object' });
const verb = 'a verb, such as get, create or impersonate';
const resource = 'RESOURCE[.GROUP][/SUBRESOURCE], or a /path';

/** VERB RESOURCE [NAME], as in kubectl. */
export const requestArguments = {
  verb: Args.string({ ignoreStdin, required: true, description: verb }),
  resource: Args.string({ ignoreStdin, required: true, description: resource }),
  name,
};

/** The same where --requests can take their place. */
export const optionalRequestArguments = {
  verb: Args.string({ ignoreStdin, description: verb }),
  resource: Args.string({ ignoreStdin, description: resource }),
  name,
};
