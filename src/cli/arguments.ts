import { Args } from '@oclif/core';

const name = Args.string({ description: 'the name of one object' });
const verb = 'a verb, such as get, create or impersonate';
const resource = 'RESOURCE[.GROUP][/SUBRESOURCE], or a /path';

/** VERB RESOURCE [NAME], as in kubectl. */
export const requestArguments = {
  verb: Args.string({ required: true, description: verb }),
  resource: Args.string({ required: true, description: resource }),
  name,
};

/** The same where --requests can take their place. */
export const optionalRequestArguments = {
  verb: Args.string({ description: verb }),
  resource: Args.string({ description: resource }),
  name,
};
